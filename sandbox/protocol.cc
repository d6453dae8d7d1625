#include "sandbox/protocol.h"

#include "sandbox/channel.h"

namespace grader::sandbox {
namespace {

Writer begin(Verb verb) {
  Writer writer;
  writer.put(static_cast<std::uint64_t>(verb));
  return writer;
}

void put(Writer& writer, const std::vector<Mount>& mounts) {
  writer.put(mounts.size());
  for (const Mount& mount : mounts) writer.put(mount.source).put(mount.target);
}

void put(Writer& writer, const std::vector<PlaceSize>& places) {
  writer.put(places.size());
  for (const PlaceSize& place : places) writer.put(place.bytes).put(place.inodes);
}

std::vector<PlaceSize> get_places(Reader& reader) {
  std::vector<PlaceSize> places;
  const std::uint64_t count = reader.number();
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    PlaceSize place;
    place.bytes = reader.number();
    place.inodes = reader.number();
    places.push_back(place);
  }
  return places;
}

std::vector<Mount> get_mounts(Reader& reader) {
  std::vector<Mount> mounts;
  const std::uint64_t count = reader.number();
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    Mount mount;
    mount.source = reader.text();
    mount.target = reader.text();
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

// A reader behind the verb; not ok where it is another one.
Reader after(Verb verb, std::string_view bytes) {
  Reader reader(bytes);
  if (reader.number() != static_cast<std::uint64_t>(verb)) {
    while (reader.ok()) reader.number();
  }
  return reader;
}

}  // namespace

std::string encode(const SlotSetup& setup) {
  return begin(Verb::SlotSetup)
      .put(setup.outside_id)
      .put(setup.root)
      .put(setup.join)
      .put(setup.clone_into)
      .put(setup.leave)
      .put(setup.folders)
      .bytes();
}

std::string encode(const MakeNetwork& wish) {
  return begin(Verb::MakeNetwork).put(wish.proxy_port).bytes();
}

std::string encode(const NetworkMade& made) {
  return begin(Verb::NetworkMade).put(made.has_user).put(made.has_listener).bytes();
}

std::string encode(const Prepare& prepare) {
  Writer writer = begin(Verb::Prepare);
  put(writer, prepare.places);
  put(writer, prepare.mounts);
  put(writer, prepare.writable);
  return writer.bytes();
}

std::string encode(const Program& program) {
  Writer writer = begin(Verb::Program);
  put(writer, program.places);
  return writer.put(program.argv)
      .put(program.environment)
      .put(program.working_directory)
      .put(program.processor)
      .put(program.pinned_folders)
      .put(program.pinned_files)
      .put(program.cpu_seconds)
      .put(program.processes)
      .put(program.descriptors)
      .put(program.file_bytes)
      .put(program.data_bytes)
      .bytes();
}

std::string encode(const Refused& refused) {
  return begin(Verb::Refused)
      .put(refused.step)
      .put(refused.errno_value)
      .put(refused.is_exec)
      .bytes();
}

std::string encode(Verb verb) {
  return begin(verb).bytes();
}

std::string encode_failed(std::string_view what) {
  return begin(Verb::Failed).put(what).bytes();
}

std::string encode_ended(int wait_status) {
  return begin(Verb::Ended).put(wait_status).bytes();
}

Verb verb_of(std::string_view bytes) {
  const std::uint64_t verb = Reader(bytes).number();
  return verb <= static_cast<std::uint64_t>(Verb::NetworkMade) ? static_cast<Verb>(verb)
                                                               : Verb::None;
}

std::optional<SlotSetup> decode_slot_setup(std::string_view bytes) {
  Reader reader = after(Verb::SlotSetup, bytes);
  SlotSetup setup;
  setup.outside_id = reader.number();
  setup.root = reader.text();
  setup.join = reader.texts();
  setup.clone_into = reader.text();
  setup.leave = reader.texts();
  setup.folders = reader.texts();
  if (!reader.ok()) return std::nullopt;
  return setup;
}

std::optional<MakeNetwork> decode_make_network(std::string_view bytes) {
  Reader reader = after(Verb::MakeNetwork, bytes);
  MakeNetwork wish;
  wish.proxy_port = reader.number();
  if (!reader.ok()) return std::nullopt;
  return wish;
}

std::optional<NetworkMade> decode_network_made(std::string_view bytes) {
  Reader reader = after(Verb::NetworkMade, bytes);
  NetworkMade made;
  made.has_user = reader.number() != 0;
  made.has_listener = reader.number() != 0;
  if (!reader.ok()) return std::nullopt;
  return made;
}

std::optional<Prepare> decode_prepare(std::string_view bytes) {
  Reader reader = after(Verb::Prepare, bytes);
  Prepare prepare;
  prepare.places = get_places(reader);
  prepare.mounts = get_mounts(reader);
  prepare.writable = get_mounts(reader);
  if (!reader.ok() || prepare.places.size() != kPlaceCount) return std::nullopt;
  return prepare;
}

std::optional<Program> decode_program(std::string_view bytes) {
  Reader reader = after(Verb::Program, bytes);
  Program program;
  program.places = get_places(reader);
  program.argv = reader.texts();
  program.environment = reader.texts();
  program.working_directory = reader.text();
  program.processor = static_cast<int>(reader.number());
  program.pinned_folders = reader.texts();
  program.pinned_files = reader.texts();
  program.cpu_seconds = reader.number();
  program.processes = reader.number();
  program.descriptors = reader.number();
  program.file_bytes = reader.number();
  program.data_bytes = reader.number();
  if (!reader.ok() || program.argv.empty()) return std::nullopt;
  return program;
}

std::optional<Refused> decode_refused(std::string_view bytes) {
  Reader reader = after(Verb::Refused, bytes);
  Refused refused;
  refused.step = reader.text();
  refused.errno_value = static_cast<int>(reader.number());
  refused.is_exec = reader.number() != 0;
  if (!reader.ok()) return std::nullopt;
  return refused;
}

std::string decode_failed(std::string_view bytes) {
  return after(Verb::Failed, bytes).text();
}

int decode_ended(std::string_view bytes) {
  return static_cast<int>(after(Verb::Ended, bytes).number());
}

}  // namespace grader::sandbox
