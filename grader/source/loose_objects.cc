#include "grader/source/loose_objects.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "grader/base/fd.h"
#include "grader/source/git.h"

namespace grader::source {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = 65'536;
constexpr std::size_t kLongestHeader = 32;  // "commit 18446744073709551615" and a NUL fit
constexpr std::uint64_t kMaxOther = std::uint64_t{32} << 20;  // commits, trees, tags

Error broken(const fs::path& file, const char* what) {
  return submission_error(std::string("the repository is broken: a loose object ") + what,
                          file.string(), "the repository is damaged or incomplete; clone it anew");
}

bool is_hex(std::string_view name, std::size_t length) {
  return name.size() == length && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Ends the stream on scope exit.
struct Inflater {
  z_stream stream{};
  bool ready = ::inflateInit(&stream) == Z_OK;
  Inflater() = default;
  ~Inflater() {
    if (ready) ::inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

struct Header {
  std::uint64_t size = 0;
  std::size_t length = 0;  // with its NUL
  bool is_blob = false;
};

std::optional<Header> parse_header(std::string_view text) {
  const std::size_t end = text.substr(0, kLongestHeader).find('\0');
  const std::size_t space = text.find(' ');
  if (end == std::string_view::npos || space == std::string_view::npos || space > end) return {};
  Header header;
  header.length = end + 1;
  header.is_blob = text.substr(0, space) == "blob";
  const auto [stop, failed] =
      std::from_chars(text.data() + space + 1, text.data() + end, header.size);
  if (failed != std::errc() || stop != text.data() + end) return {};
  return header;
}

// Whether the file's name is the hash of what it holds.
bool has_its_name(const fs::path& file, std::string_view type, std::string_view content) {
  const git_object_t known = git_object_string2type(std::string(type).c_str());
  git_oid id{};
  if (git_odb_hash(&id, content.data(), content.size(), known) != 0) return false;
  return hex(id) == file.parent_path().filename().string() + file.filename().string();
}

Result<void> check_object(const fs::path& file, std::uint64_t max_blob_bytes,
                          std::vector<unsigned char>& in, std::vector<unsigned char>& out) {
  // Not waiting for a pipe's other end, and not following a link.
  const Fd fd(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return broken(file, "is no file that can be read");
  }
  Inflater inflater;
  if (!inflater.ready) return grader_error("cannot start zlib");
  std::optional<Header> header;
  std::string unpacked;
  for (int state = Z_OK; state != Z_STREAM_END;) {
    if (inflater.stream.avail_in == 0) {
      const ssize_t count = ::read(fd.get(), in.data(), in.size());
      if (count <= 0) return broken(file, "ends too early");
      inflater.stream.next_in = in.data();
      inflater.stream.avail_in = static_cast<unsigned>(count);
    }
    inflater.stream.next_out = out.data();
    inflater.stream.avail_out = static_cast<unsigned>(out.size());
    state = ::inflate(&inflater.stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return broken(file, "cannot be unpacked");
    const std::size_t made = out.size() - inflater.stream.avail_out;
    unpacked.append(reinterpret_cast<const char*>(out.data()), made);
    if (!header && made > 0) {
      header = parse_header(unpacked);
      if (!header) return broken(file, "has no header");
      if (header->is_blob && header->size > max_blob_bytes) return {};
      if (!header->is_blob && header->size > kMaxOther) return broken(file, "is too large");
    }
    if (header && unpacked.size() > header->length + header->size) {
      return broken(file, "is longer than it says");
    }
  }
  if (!header || unpacked.size() != header->length + header->size) {
    return broken(file, "is shorter than it says");
  }
  const std::string_view object = unpacked;
  if (!has_its_name(file, object.substr(0, object.find(' ')), object.substr(header->length))) {
    return broken(file, "is not the one that it is named after");
  }
  return {};
}

}  // namespace

Result<void> check_loose_objects(const fs::path& objects, std::uint64_t max_blob_bytes) {
  std::vector<unsigned char> in(kChunk), out(kChunk);
  std::error_code failed;
  for (fs::directory_iterator folder(objects, failed), end; !failed && folder != end;
       folder.increment(failed)) {
    if (!is_hex(folder->path().filename().string(), 2)) continue;
    std::error_code unreadable;
    for (fs::directory_iterator file(folder->path(), unreadable); !unreadable && file != end;
         file.increment(unreadable)) {
      if (!is_hex(file->path().filename().string(), 38)) continue;
      if (auto sound = check_object(file->path(), max_blob_bytes, in, out); !sound) return sound;
    }
  }
  return {};
}

}  // namespace grader::source
