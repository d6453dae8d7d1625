// The phone number of a contact.
// phoneOf({ Amina: "600 111 222" }, "Amina") gives back "600 111 222".
// For a name that is not there, it gives back null.

function phoneOf(contacts, name) {
  return contacts[name];
}

module.exports = phoneOf;
