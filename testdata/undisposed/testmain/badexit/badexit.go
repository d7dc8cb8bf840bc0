// Package badexit has a TestMain.
package badexit
