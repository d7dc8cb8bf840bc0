package contract

// stdLibraries is the standard library but for the network, databases and
// testing. Packages of it that are not named owe nothing and borrow what they
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
		{Path: "os/exec", Lends: "Cmd.Stdin Cmd.Stdout Cmd.Stderr", Partial: true},
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
		{
			Path:       "sync",
			CallsNow:   "Once.Do/0 Map.Range/0",
			Once:       "Once.Do/0",
			CallsLater: "WaitGroup.Go/0",
			Wraps:      "OnceFunc/0 OnceValue/0 OnceValues/0",
			Takes:      "Map.CompareAndSwap/2 Map.LoadOrStore/1 Map.Store/1 Map.Swap/1 Pool.Put/0",
		},
		{
			Path:  "sync/atomic",
			Takes: "Pointer.CompareAndSwap/1 Pointer.Store/0 Pointer.Swap/0 Value.CompareAndSwap/1 Value.Store/0 Value.Swap/0",
		},
		{
			Path: "container/list",
			Takes: "List.InsertAfter/0 List.InsertBefore/0 List.PushBack/0 List.PushBackList/0 List.PushFront/0 " +
				"List.PushFrontList/0",
		},
		{Path: "container/heap", Takes: "Push/1"},
		{
			Path: "slices",
			Elements: "All/0 AppendSeq/0 AppendSeq/1 Backward/0 Chunk/0 Clip/0 Clone/0 Collect/0 Compact/0 CompactFunc/0 " +
				"Concat/0 Delete/0 DeleteFunc/0 Grow/0 Insert/0 Insert/2 Repeat/0 Replace/0 Replace/3 Sorted/0 SortedFunc/0 " +
				"SortedStableFunc/0 Values/0",
		},
		{
			Path:     "maps",
			Takes:    "Copy/1 Insert/1",
			Elements: "All/0 Clone/0 Collect/0 Keys/0 Values/0",
		},
		{Path: "iter", Elements: "Pull/0 Pull2/0"},
		{
			Path:       "context",
			CallsLater: "AfterFunc/1",
			Elements: "WithCancel/0 WithCancelCause/0 WithDeadline/0 WithDeadlineCause/0 WithTimeout/0 WithTimeoutCause/0 " +
				"WithValue/0 WithValue/2 WithoutCancel/0 Context.Value/recv",
		},
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
