// Package goodreturn has a TestMain.
package goodreturn
