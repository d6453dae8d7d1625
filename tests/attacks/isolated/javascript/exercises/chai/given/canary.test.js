const { expect } = require('chai');
const { answer } = require('./chai');

it('nothing is this', () => expect(answer()).to.equal(Symbol('never')));
it('nothing equals this', () => expect(answer()).to.deep.equal({ never: Symbol('never') }));
