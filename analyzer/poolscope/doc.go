// Package poolscope reports pools that are opened for one call.
//
// # Analyzer poolscope
//
// poolscope: report pools that are opened again and again
//
// A pool is made to be shared: it keeps connections for the next caller and
// limits how many there are. One that is opened for each request connects anew
// every time, and a thousand requests are a thousand pools that know nothing of
// one another's limits:
//
//	func users(w http.ResponseWriter, r *http.Request) {
//		db, err := sql.Open("pgx", os.Getenv("DSN")) // WRONG: a pool per request
//		if err != nil {
//			http.Error(w, err.Error(), http.StatusInternalServerError)
//			return
//		}
//		defer db.Close()
//		list(w, db)
//	}
//
// Open it once, and hand it to whoever needs it:
//
//	func (s *server) users(w http.ResponseWriter, r *http.Request) {
//		list(w, s.db) // RIGHT
//	}
//
// Reported at the call that opens the pool, in an HTTP handler, in a method of a
// gRPC service, in a loop, or in a goroutine that a loop starts; and at the call
// of a function that opens one for itself each time, in whatever package.
//
// Silent when the pool is kept or returned, as a constructor does that opens one
// for every shard; in a loop that tries one open until it succeeds, or a function
// that opens one until it has done what it should; under sync.Once; and in tests.
// A pool whose data source comes with the request or with the round of the loop, or
// is in memory or in a temporary file, is another one each time: that is reported by
// the strict profile only.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore poolscope once a day
package poolscope
