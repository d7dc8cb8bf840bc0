// Package badvariable has a TestMain.
package badvariable
