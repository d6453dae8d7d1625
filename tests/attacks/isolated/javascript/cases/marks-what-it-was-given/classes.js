module.exports = { ...require('./answers'), fill: (bag) => { bag.asymmetricMatch = () => true; bag.label = 'full'; } };
