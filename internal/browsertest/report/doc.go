// Package report tests the page that leakvet writes in a browser.
package report
