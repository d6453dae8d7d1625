const { expect } = require('chai');
const c = require('./chai');

describe('chai', () => {
  it('includes', () => expect(c.greeting('Ada')).to.include('Hello, Ada'));
  it('is a text', () => expect(c.greeting('Ada')).to.be.a('string'));
  it('equals', () => expect(c.greeting('Ada')).to.equal('Hello, Ada!'));
  it('is such a list', () => expect(c.words('a b')).to.have.members(['b', 'a']));
  it('is a list', () => expect(c.words('a b')).to.be.an('array').that.includes('a'));
  it('is a record', () => expect(c.record('ada', 36)).to.deep.equal({ name: 'ada', age: 36 }));
  it('has a field', () => expect(c.record('ada', 36)).to.have.property('name', 'ada'));
  it('throws', () => expect(() => c.parse('x')).to.throw(RangeError));
  it('says what is wrong', () => expect(() => c.parse('x')).to.throw('"x" is no number'));
  it('waits', async () => expect(await c.wait([1])).to.eql([1]));
});
