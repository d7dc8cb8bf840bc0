package lsp

import (
	"net/url"
	"path/filepath"
	"strings"
)

// pathOf returns the path of a file, and nothing for what is not in a file, such as
// a document without a name, or not in a file of Go.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || !strings.HasSuffix(u.Path, ".go") {
		return ""
	}
	return filePath(u)
}

func filePath(u *url.URL) string {
	path := u.Path
	if isDrive(path) {
		path = path[1:]
	}
	return filepath.Clean(filepath.FromSlash(path))
}

// uriOf returns the URI of a file.
func uriOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// isDrive reports whether a URI's path begins with a drive of Windows, as in /c:/.
func isDrive(path string) bool {
	return len(path) > 2 && path[0] == '/' && path[2] == ':'
}
