package contract

import "strings"

// Table returns what is known of the standard library and of well-known
// modules. Every word of it is held against the real packages by a test.
//
// Left out on purpose: what holds memory and nothing else (gzip.Reader,
// zip.File.Open, json.Decoder), what somebody else closes (exec.Cmd pipes, the
// body of an incoming request), what other linters have (context cancel
// functions) and what the collector frees (time.Ticker).
func Table() []Library {
	var all []Library
	for _, area := range [][]Library{
		sqlLibraries(),
		remote(pgxLibraries()),
		dbpoolLibraries(),
		remote(nosqlLibraries()),
		embeddedLibraries(),
		remote(cloudLibraries()),
		remote(netLibraries()),
		remote(brokerLibraries()),
		hostLibraries(),
		compressionLibraries(),
		errorLibraries(),
		stdLibraries(),
		stdValueLibraries(),
		remote(stdNetLibraries()),
		testingLibraries(),
	} {
		all = append(all, area...)
	}
	return all
}

// StrictTable returns what is known, beside that, of what only the strict profile looks at.
func StrictTable() []Library {
	return []Library{{
		Path: "bufio",
		Resources: []Resource{{
			Type:    "Scanner",
			Class:   Scan,
			Acquire: "NewScanner",
			Over:    in("bytes", "Buffer Reader") + in("strings", "Reader"), // a line that is too long is rare
			Drain:   "Scan",
			Err:     "Err",
		}},
	}}
}

// remote marks the pools of libraries that talk to another machine.
func remote(libs []Library) []Library {
	for _, l := range libs {
		for i := range l.Resources {
			l.Resources[i].Remote = l.Resources[i].Class == Pool
		}
	}
	return libs
}

// in prefixes every word by the path of a package.
func in(path, words string) string {
	var b strings.Builder
	for _, word := range strings.Fields(words) {
		b.WriteString(" " + path + ":" + word)
	}
	return b.String()
}

// asks lists methods of one type that ask their receiver for a connection.
func asks(typ, names string) string {
	return strings.Join(strings.Fields(methods(typ, names)), "/recv ") + "/recv "
}

// methods lists methods of one type.
func methods(typ, names string) string {
	var b strings.Builder
	for _, name := range strings.Fields(names) {
		b.WriteString(" " + typ + "." + name)
	}
	return b.String()
}
