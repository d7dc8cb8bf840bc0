// Package twins runs the wrong and the right code of the rules about order and
// time against a real database, so that what their manuals and messages claim is a
// fact. It has nothing but tests.
//
// The wrong code carries a //leakvet:ignore comment. One that suppresses nothing is
// reported itself, so that leakvet, which checks this repository, has to see what is
// wrong with it.
package twins
