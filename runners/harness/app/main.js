'use strict';
// Builds an app of the submission into /build/site, and says in /results/app, one line of JSON, how
// it went. Usage: main.js FOLDER
// The configuration is ours: nothing of the submission runs here.

const fs = require('node:fs');
const path = require('node:path');
const { appOf } = require('./shape.js');
const { jsxEverywhere, oneReact, drawings, whatIsMissing } = require('./plugins.js');

const SUBMISSION = '/submission';
const OUT = '/build/site';
const MODULES = '/node_modules';
const { build, loadEnv } = require(`${MODULES}/vite`);

const told = fs.openSync('/results/app', 'w');
const tell = (row) => fs.writeSync(told, `${JSON.stringify(row)}\n`);

const within = (file) => (String(file).startsWith(`${SUBMISSION}/`) ? file.slice(SUBMISSION.length + 1).split('?')[0] : '');

// The first line that says something, without the place that is told beside it.
function words(error) {
  const text = String(error?.errors?.[0]?.text ?? error?.message ?? error);
  const line = text.split('\n').map((one) => one.trim()).find((one) => one !== '' && !/^\[[\w:-]+\]$/.test(one)) ?? '';
  return line.replace(/^\[[^\]]*\]\s*/, '').replace(/^\S+ \(\d+:\d+\): /, '').replaceAll(`${SUBMISSION}/`, '').slice(0, 300);
}

function mistake(error) {
  if (error?.missing) return { missing: error.missing, ...error.place };
  const place = error?.errors?.[0]?.location ?? error?.loc ?? {};
  const file = within(place.file ?? error?.id ?? '');
  return { said: words(error), file, line: place.line ?? 0, column: (place.column ?? -1) + 1 };
}

// What the pages of an app find of the rubric's side: who builds it may say so in files beside it.
function defined(folder, isScripts) {
  if (!isScripts) return {};
  const said = { ...loadEnv('production', folder, ['REACT_APP_']), NODE_ENV: 'production', PUBLIC_URL: '' };
  return Object.fromEntries([...Object.entries(said).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]),
    ['process.env', '{}']]);
}

async function main() {
  const folder = path.join(SUBMISSION, process.argv[2] ?? '');
  const app = appOf(folder);
  if (app.refused) {
    tell({ refused: app.refused });
    return;
  }
  try {
    process.chdir(folder);  // places are told from here
    if (app.page) {
      const page = path.join(folder, 'index.html');
      fs.rmSync(page, { recursive: true, force: true });  // whatever it is, nothing is written through it
      fs.writeFileSync(page, app.page);
    }
    await build({
      root: folder, base: '/', configFile: false, mode: 'production', logLevel: 'silent', clearScreen: false,
      cacheDir: '/tmp/vite', publicDir: 'public', css: { postcss: { plugins: [] } },
      define: defined(folder, app.scripts), esbuild: { jsx: 'automatic' },
      plugins: [jsxEverywhere(), drawings(), whatIsMissing(MODULES, within)],
      resolve: { alias: [...oneReact(app.react, MODULES), ...app.aliases] },
      build: { outDir: OUT, emptyOutDir: false, minify: false, sourcemap: 'hidden', reportCompressedSize: false, target: 'esnext',
        // `require('./logo.svg')` beside imports, as react-scripts had it.
        commonjsOptions: { include: [/./], extensions: ['.js', '.jsx', '.cjs'], transformMixedEsModules: true,
          requireReturnsDefault: (id) => (/\.(?:[cm]?[jt]sx?|json)(?:\?|$)/.test(id) ? 'auto' : 'preferred') },
        chunkSizeWarningLimit: 1e6, rollupOptions: { onwarn: () => {} } },
    });
    tell({ done: true });
  } catch (error) {
    const row = mistake(error);
    // The page that was made is the student's, line for line.
    const made = app.page && row.file === within(path.join(folder, 'index.html'));
    tell(made ? { ...row, file: within(path.join(folder, 'public/index.html')) } : row);
  }
}

main().then(() => process.exit(0), (error) => {
  tell({ failed: String(error?.stack ?? error).slice(0, 1000) });
  process.exit(1);
});
