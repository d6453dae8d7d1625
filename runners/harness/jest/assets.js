'use strict';
// What tests load that is no code, where the template's own command gives something for it: a style
// sheet is empty, all else is its name.

const path = require('path');

module.exports = {
  process(source, filename, ...rest) {
    let code = source;
    if (/\.(?:css|less|s[ac]ss|styl)$/.test(filename)) code = 'module.exports = {};';
    else if (!/\.json$/.test(filename)) {
      code = `module.exports = ${JSON.stringify(path.basename(filename))};`;
    }
    return rest.length > 1 ? code : { code };
  },
};
