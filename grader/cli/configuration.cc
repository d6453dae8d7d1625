#include "grader/cli/configuration.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/places.h"
#include "grader/base/text.h"
#include "grader/base/units.h"
#include "grader/base/yaml.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

// Collects the mistakes of one file.
class Reader {
 public:
  Reader(std::string file, std::string_view text)
      : file_(std::move(file)), lines_(lines_of(text)) {}

  void mistake(Position position, std::string message) {
    Diagnostic diagnostic;
    diagnostic.file = file_;
    diagnostic.position = position;
    diagnostic.message = std::move(message);
    const auto line = static_cast<std::size_t>(position.line);
    if (line >= 1 && line <= lines_.size()) diagnostic.source = lines_[line - 1];
    mistakes.push_back(std::move(diagnostic));
  }

  using Setter = std::function<void(const YamlNode&)>;
  struct Key {
    std::string_view name;
    Setter set;
  };

  void map(const YamlNode& node, const std::vector<Key>& keys) {
    if (node.kind != YamlNode::Kind::Map) return mistake(node.position, "expected keys and values");
    std::vector<std::string_view> names;
    names.reserve(keys.size());
    for (const Key& key : keys) names.push_back(key.name);
    for (const YamlEntry& entry : node.entries) {
      const auto found = std::find(names.begin(), names.end(), entry.key);
      if (found != names.end()) {
        keys[static_cast<std::size_t>(found - names.begin())].set(entry.value);
        continue;
      }
      const std::string near = did_you_mean(entry.key, names);
      mistake(entry.key_position, "unknown key '" + visible(entry.key) + "'" +
                                      (near.empty() ? "" : ", did you mean '" + near + "'?"));
    }
  }

  Setter words(std::vector<std::string>& target) {
    return [this, &target](const YamlNode& node) {
      if (node.kind != YamlNode::Kind::Sequence) {
        return mistake(node.position, "expected a list, as in [a, b]");
      }
      target.clear();
      for (const YamlNode& item : node.items) {
        if (item.kind != YamlNode::Kind::Scalar) {
          mistake(item.position, "expected a word");
        } else {
          target.push_back(item.scalar);
        }
      }
    };
  }

  template <class Target>
  Setter size(Target& target) {
    return number(
        target, [](const YamlNode& node) { return parse_size(node.scalar); },
        "a size such as 64MiB");
  }
  template <class Target>
  Setter count(Target& target) {
    return number(target, as_integer, "a whole number");
  }
  template <class Target>
  Setter duration(Target& target) {
    return [this, &target](const YamlNode& node) {
      std::int64_t milliseconds = 0;
      number(
          milliseconds, [](const YamlNode& scalar) { return parse_duration_ms(scalar.scalar); },
          "a duration such as 20s")(node);
      if (milliseconds > 0) {
        target = std::chrono::duration_cast<Target>(std::chrono::milliseconds(milliseconds));
      }
    };
  }

  Setter limits(sandbox::Limits& target) {
    return [this, &target](const YamlNode& node) {
      map(node, {{"wall", duration(target.wall)},
                 {"cpu", duration(target.cpu)},
                 {"memory", size(target.memory)},
                 {"processes", count(target.processes)},
                 {"output", size(target.output)},
                 {"disk", size(target.disk)}});
    };
  }

  std::vector<Diagnostic> mistakes;

 private:
  template <class Target, class Parse>
  Setter number(Target& target, Parse parse, const char* expected) {
    return [this, &target, parse, expected](const YamlNode& node) {
      const std::optional<std::int64_t> value =
          node.kind == YamlNode::Kind::Scalar ? parse(node) : std::nullopt;
      if (!value || *value <= 0) {
        return mistake(node.position, std::string("expected ") + expected);
      }
      target = static_cast<Target>(*value);
    };
  }

  std::string file_;
  std::vector<std::string_view> lines_;
};

Result<void> read_into(Configuration& configuration, const fs::path& file) {
  Result<std::string> text = read_file(file);
  if (!text) {
    Error error = std::move(text).error();
    error.blame = Blame::Usage;
    return error;
  }
  YamlDocument document = parse_yaml(*text, file.string());
  Reader reader(file.string(), *text);
  reader.mistakes = std::move(document.diagnostics);
  if (document.root &&
      !(document.root->kind == YamlNode::Kind::Scalar && is_null(*document.root))) {
    source::Policy& policy = configuration.policy;
    reader.map(
        *document.root,
        {{"schemes", reader.words(policy.schemes)},
         {"hosts", reader.words(policy.hosts)},
         {"cache",
          [&](const YamlNode& node) {
            if (node.kind != YamlNode::Kind::Scalar || !fs::path(node.scalar).is_absolute()) {
              return reader.mistake(node.position, "expected an absolute path");
            }
            configuration.cache = node.scalar;
          }},
         {"submission",
          [&](const YamlNode& node) {
            reader.map(node, {{"max_entries", reader.count(policy.max_entries)},
                              {"max_depth", reader.count(policy.max_depth)},
                              {"max_file", reader.size(policy.max_file_bytes)},
                              {"max_total", reader.size(policy.max_total_bytes)},
                              {"max_fetch", reader.size(policy.max_fetch_bytes)},
                              {"max_objects", reader.count(policy.max_fetch_objects)},
                              {"fetch_memory", reader.size(policy.max_fetch_memory)},
                              {"fetch_timeout", reader.duration(policy.fetch_timeout)}});
          }},
         {"limits", [&](const YamlNode& node) {
            reader.map(node, {{"default", reader.limits(configuration.default_limits)},
                              {"maximum", reader.limits(configuration.maximum_limits)}});
          }}});
  }
  if (reader.mistakes.empty()) return {};
  std::string message;
  for (const Diagnostic& mistake : reader.mistakes) {
    message += (message.empty() ? "" : "\n") + to_text(mistake);
  }
  return usage_error(std::move(message), "docs/configuration.md describes the keys");
}

}  // namespace

Result<Configuration> load_configuration_files(const std::vector<fs::path>& files) {
  Configuration configuration;
  configuration.cache = cache_directory();
  sandbox::Limits& maximum = configuration.maximum_limits;
  maximum.wall = std::chrono::minutes(10);
  maximum.cpu = std::chrono::minutes(10);
  maximum.memory = std::uint64_t{4} << 30;
  maximum.processes = 1024;
  maximum.output = std::uint64_t{16} << 20;
  maximum.disk = std::uint64_t{1} << 30;
  for (const fs::path& file : files) {
    if (auto read = read_into(configuration, file); !read) return std::move(read).error();
    configuration.files.push_back(file);
  }
  return configuration;
}

Result<Configuration> load_configuration(const fs::path& given) {
  std::vector<fs::path> files;
  for (const fs::path& file :
       {fs::path("/etc/grader/config.yaml"), config_directory() / "config.yaml"}) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) files.push_back(file);
  }
  if (!given.empty()) files.push_back(given);
  return load_configuration_files(files);
}

}  // namespace grader::cli
