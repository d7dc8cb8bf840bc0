// Package goodexit has a TestMain.
package goodexit
