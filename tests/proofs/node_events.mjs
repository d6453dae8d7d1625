// A reporter of node:test: each outcome as a line of JSON, for bare_alone.py.

export default async function* reporter(source) {
  const names = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') names[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { error, type: kind } = data.details ?? {};
    const path = [...names.slice(0, data.nesting), data.name].join(' > ');
    yield `${JSON.stringify({ type, name: data.name, nesting: data.nesting, path,
      suite: kind === 'suite', failure: error?.failureType ?? null, exit: error?.exitCode ?? null,
      waits: (data.skip ?? false) !== false || (data.todo ?? false) !== false })}\n`;
  }
}
