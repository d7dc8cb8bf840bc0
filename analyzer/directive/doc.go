// Package directive reports comments of leakvet that do not do their work.
//
// # Analyzer directive
//
// directive: report broken and unused //leakvet: comments
//
// A suppression outlives the finding that it was written for, and hides the
// next one. One without a reason cannot be judged by the next reader:
//
//	//leakvet:ignore unclosed
//	f, err := os.Open(name) // WRONG: why?
//
// Name the rule and the reason, and delete the comment when it is unused:
//
//	//leakvet:ignore unclosed the process ends right after
//	f, err := os.Open(name) // RIGHT
//
// Reported at the comment: an unused suppression, a missing reason, an unknown
// rule, an unknown directive, one that stands where it has no meaning, one
// that names no parameter of its function.
//
// Silent about a suppression of a rule that is not selected in this run.
//
// Suppress a finding with a comment on its line or on the line above, for
// example where a suppression is needed on another platform only:
//
//	//leakvet:ignore directive,unclosed the fallback for Windows leaks on purpose
package directive
