// Package twins runs the wrong and the right code of the rules' manuals against
// a real database, and shows the consequences that the manuals tell.
package twins
