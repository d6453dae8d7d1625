#include "grader/source/fetch_words.h"

#include <algorithm>

#include "sandbox/channel.h"

namespace grader::source {
namespace {

using sandbox::Reader;
using sandbox::Writer;

constexpr std::size_t kMaxNameBytes = 4'096;
constexpr std::size_t kMaxHostBytes = 255;
constexpr std::size_t kIdDigits = 40;

Writer begin(Word word) {
  Writer writer;
  writer.put(static_cast<std::uint64_t>(word));
  return writer;
}

// A reader behind the word; not ok where it is another one.
Reader after(Word word, std::string_view bytes) {
  if (word_of(bytes) != word) return Reader(std::string_view());
  Reader reader(bytes);
  reader.number();
  return reader;
}

// The value, where the reader took everything and wanted no more.
template <class T>
std::optional<T> whole(const Reader& reader, T value) {
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  return value;
}

bool is_id(std::string_view text) {
  return text.size() == kIdDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

bool is_ref_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && name.front() != '-' &&
         std::none_of(name.begin(), name.end(), [](unsigned char c) {
           return c <= 0x20 || c == 0x7F || c == ':' || c == '*' || c == '?' || c == '[' ||
                  c == '\\';
         });
}

Word word_of(std::string_view bytes) {
  Reader reader(bytes);
  const std::uint64_t word = reader.number();
  return word <= static_cast<std::uint64_t>(Word::Failed) ? static_cast<Word>(word) : Word::None;
}

std::string encode(Word word) {
  return begin(word).bytes();
}

std::string encode(const Begin& value) {
  return begin(Word::Begin).put(value.url).put(value.max_bytes).put(value.max_objects).bytes();
}

std::string encode(const Dial& dial) {
  return begin(Word::Dial).put(dial.host).put(dial.port).bytes();
}

std::string encode(const AskCredentials& ask) {
  return begin(Word::AskCredentials).put(ask.kinds).bytes();
}

std::string encode(const Credential& credential) {
  return begin(Word::Credential)
      .put(static_cast<std::uint64_t>(credential.kind))
      .put(credential.user)
      .put(credential.secret)
      .bytes();
}

std::string encode(Word word, const AgentMessage& message) {
  return begin(word).put(message.bytes).bytes();
}

std::string encode(const Refs& refs) {
  Writer writer = begin(Word::Refs);
  writer.put(refs.last).put(refs.refs.size());
  for (const RemoteRef& ref : refs.refs) writer.put(ref.name).put(ref.id);
  return writer.bytes();
}

std::string encode(const Download& download) {
  return begin(Word::Download).put(download.names).bytes();
}

std::string encode(const Transfer& transfer) {
  return begin(Word::Transfer)
      .put(transfer.indexed)
      .put(transfer.total)
      .put(transfer.bytes)
      .bytes();
}

std::string encode(const Failed& failed) {
  return begin(Word::Failed)
      .put(static_cast<std::uint64_t>(failed.why))
      .put(failed.number)
      .put(failed.code)
      .put(failed.klass)
      .put(std::string_view(failed.text).substr(0, kMaxFailedText))
      .bytes();
}

std::optional<Begin> decode_begin(std::string_view bytes) {
  Reader reader = after(Word::Begin, bytes);
  Begin value;
  value.url = reader.text();
  value.max_bytes = reader.number();
  value.max_objects = reader.number();
  return whole(reader, std::move(value));
}

std::optional<Dial> decode_dial(std::string_view bytes) {
  Reader reader = after(Word::Dial, bytes);
  Dial dial;
  dial.host = reader.text();
  dial.port = reader.text();
  if (dial.host.size() > kMaxHostBytes || dial.port.size() > kMaxHostBytes) return std::nullopt;
  return whole(reader, std::move(dial));
}

std::optional<AskCredentials> decode_ask_credentials(std::string_view bytes) {
  Reader reader = after(Word::AskCredentials, bytes);
  const AskCredentials ask{reader.number()};
  return whole(reader, ask);
}

std::optional<Credential> decode_credential(std::string_view bytes) {
  Reader reader = after(Word::Credential, bytes);
  Credential credential;
  const std::uint64_t kind = reader.number();
  if (kind > static_cast<std::uint64_t>(Credential::Kind::Agent)) return std::nullopt;
  credential.kind = static_cast<Credential::Kind>(kind);
  credential.user = reader.text();
  credential.secret = reader.text();
  return whole(reader, std::move(credential));
}

std::optional<AgentMessage> decode_agent(Word word, std::string_view bytes) {
  Reader reader = after(word, bytes);
  AgentMessage message{reader.text()};
  if (message.bytes.size() > kMaxAgentBytes) return std::nullopt;
  return whole(reader, std::move(message));
}

std::optional<Refs> decode_refs(std::string_view bytes) {
  Reader reader = after(Word::Refs, bytes);
  Refs refs;
  refs.last = reader.number() != 0;
  const std::uint64_t count = reader.number();
  if (count > kRefsInOnePart) return std::nullopt;
  for (std::uint64_t i = 0; i < count; ++i) {
    RemoteRef ref;
    ref.name = reader.text();
    ref.id = reader.text();
    if (!is_ref_name(ref.name) || !is_id(ref.id)) return std::nullopt;
    refs.refs.push_back(std::move(ref));
  }
  return whole(reader, std::move(refs));
}

std::optional<Download> decode_download(std::string_view bytes) {
  Reader reader = after(Word::Download, bytes);
  Download download{reader.texts()};
  return whole(reader, std::move(download));
}

std::optional<Transfer> decode_transfer(std::string_view bytes) {
  Reader reader = after(Word::Transfer, bytes);
  Transfer transfer;
  transfer.indexed = reader.number();
  transfer.total = reader.number();
  transfer.bytes = reader.number();
  return whole(reader, transfer);
}

std::optional<Failed> decode_failed(std::string_view bytes) {
  Reader reader = after(Word::Failed, bytes);
  Failed failed;
  const std::uint64_t why = reader.number();
  if (why > static_cast<std::uint64_t>(Failed::Why::Certificate)) return std::nullopt;
  failed.why = static_cast<Failed::Why>(why);
  failed.number = reader.number();
  failed.code = reader.number();
  failed.klass = reader.number();
  failed.text = reader.text();
  if (failed.text.size() > kMaxFailedText) return std::nullopt;
  return whole(reader, std::move(failed));
}

}  // namespace grader::source
