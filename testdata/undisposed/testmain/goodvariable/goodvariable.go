// Package goodvariable has a TestMain.
package goodvariable
