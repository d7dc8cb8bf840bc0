package contract

// stdLibraries is the standard library but for the network, databases, testing and
// what keeps values. Packages of it that are not named owe nothing and borrow what they
// are given.
func stdLibraries() []Library {
	return []Library{
		{
			Path: "os",
			Resources: []Resource{
				{ // Not by type: what an unknown callee returns may be os.Stdout.
					Type: "File",
					Acquire: "Create CreateTemp Open OpenFile OpenInRoot Pipe " +
						"Root.Create Root.Open Root.OpenFile" +
						in("io/ioutil", "TempFile") + in("net", "conn.File TCPListener.File UnixListener.File"),
					Release: "Close",
					Plain:   "Close Name Fd",
				},
				{
					Type:    "Root",
					Acquire: "OpenRoot Root.OpenRoot",
					Release: "Close",
					Plain:   "Close Name",
				},
			},
			Inert:    "NewFile", // of a descriptor that somebody opened before
			Exits:    "Exit",
			Deletes:  "Remove/0 RemoveAll/0 Root.Remove/0 Root.RemoveAll/0",
			ErrTests: "IsExist/0 IsNotExist/0 IsPermission/0 IsTimeout/0",
		},
		{
			// What an FS opens may be memory, and is more often than not
			// (embed): nothing is owed.
			Path:     "io/fs",
			CallsNow: "WalkDir/2",
		},
		{
			Path: "io",
			Resources: []Resource{
				streamType("ReadCloser", ""), streamType("ReadSeekCloser", ""), streamType("WriteCloser", ""),
				streamType("ReadWriteCloser", in("github.com/containerd/fifo", "OpenFifo OpenFifoDup2")),
				{Type: "PipeReader", Acquire: "Pipe", Peer: "PipeWriter", Release: "Close CloseWithError", Plain: "Close CloseWithError"},
			},
			Inert: "NopCloser",
		},
		{Path: "io/ioutil", Inert: "NopCloser"}, // TempFile stands with package os
		{Path: "path/filepath", CallsNow: "Walk/1 WalkDir/1"},
		{
			Path: "archive/zip",
			Resources: []Resource{
				{
					Type:    "ReadCloser",
					Acquire: "OpenReader",
					Release: "Close",
					Plain:   "Close",
				},
				buffer("NewWriter", "Close"),
			},
			Inert: "Reader.Open",
		},
		{
			Path: "archive/tar",
			Resources: []Resource{
				buffer("NewWriter", "Close"),
			},
		},
		{
			Path: "compress/gzip",
			Resources: []Resource{
				buffer("NewWriter NewWriterLevel", "Close Reset"),
			},
		},
		{
			Path: "compress/zlib",
			Resources: []Resource{
				buffer("NewWriter NewWriterLevel NewWriterLevelDict", "Close Reset"),
			},
		},
		{
			Path: "compress/flate",
			Resources: []Resource{
				buffer("NewWriter NewWriterDict", "Close Reset"),
			},
		},
		{
			Path: "mime/quotedprintable",
			Resources: []Resource{
				buffer("NewWriter", "Close"),
			},
		},
		{Path: "debug/elf", Resources: objectFile("File", "Open"), Inert: "NewFile"},
		{Path: "debug/pe", Resources: objectFile("File", "Open"), Inert: "NewFile"},
		{Path: "debug/plan9obj", Resources: objectFile("File", "Open"), Inert: "NewFile"},
		{
			Path:      "debug/macho",
			Resources: append(objectFile("File", "Open"), objectFile("FatFile", "OpenFat")...),
			Inert:     "NewFile NewFatFile",
		},
		{Path: "os/exec", Lends: "Cmd.Stdin Cmd.Stdout Cmd.Stderr Cmd.ExtraFiles", Partial: true},
		{
			Path:     "errors",
			ErrTests: "Is/0 As/0 AsType/0",
			NonNil:   "New",
		},
		{Path: "fmt", NonNil: "Errorf"},
		{
			Path:     "log",
			NoReturn: "Panic Panicf Panicln" + methods("Logger", "Panic Panicf Panicln"),
			Exits:    "Fatal Fatalf Fatalln" + methods("Logger", "Fatal Fatalf Fatalln"),
			// A logger writes for as long as the process lives.
			Takes: "New/0 SetOutput/0 Logger.SetOutput/0",
		},
		{Path: "log/slog", Takes: "NewJSONHandler/0 NewTextHandler/0"},
		{Path: "time", CallsLater: "AfterFunc/1"},
		{Path: "runtime", NoReturn: "Goexit", Takes: "AddCleanup/2 SetFinalizer/0"},
		{Path: "runtime/pprof", CallsNow: "Do/2", Flushes: "StopCPUProfile"},
		{Path: "runtime/trace", Flushes: "Stop"},
		{Path: "text/tabwriter", Flushes: "Writer.Flush"},
		{Path: "syscall", Exits: "Exit", Deletes: "Unlink/0"},
	}
}

// buffer is a Writer over another one, which it does not close.
func buffer(acquire, plain string) Resource {
	return Resource{
		Type: "Writer", Class: Buffer, Acquire: acquire, Release: "Close", Plain: plain,
		Needs: []Need{{Types: in("os", "File"), By: "Close", Harm: "cuts off what %s still holds"}},
	}
}

// streamType is an interface by which open streams are handed out. What else is
// known only by it is found by where it comes from.
func streamType(typ, acquire string) Resource {
	return Resource{Type: typ, Acquire: acquire, ByType: true, Release: "Close", Plain: "Close"}
}

// objectFile is a file that has been opened to be taken apart.
func objectFile(typ, acquire string) []Resource {
	return []Resource{{Type: typ, Acquire: acquire, Release: "Close", Plain: "Close"}}
}
