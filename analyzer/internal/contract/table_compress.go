package contract

// compressionLibraries is about writers that compress, and write the end of their
// stream when they are closed, as those of the standard library do.
func compressionLibraries() []Library {
	const klauspost = "github.com/klauspost/compress"
	writers := func(path, acquire string) Library {
		return Library{Path: path, Resources: []Resource{buffer(acquire, "Close Reset")}}
	}
	return []Library{
		writers(klauspost+"/flate", "NewWriter NewWriterDict NewWriterWindow"),
		writers(klauspost+"/gzip", "NewWriter NewWriterLevel NewWriterWindow"),
		writers(klauspost+"/zlib", "NewWriter NewWriterLevel NewWriterLevelDict"),
		// These compress in goroutines.
		writers("github.com/klauspost/pgzip", "NewWriter NewWriterLevel"),
		writers("github.com/buengese/sgzip", "NewWriter NewWriterLevel"),
	}
}
