// Package badreturn has a TestMain.
package badreturn
