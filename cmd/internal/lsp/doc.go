// Package lsp is leakvet as a language server, beside gopls: findings while the
// user types, on text that is not saved, and their fixes.
//
// The first look at a package goes through go vet, as on the command line; see
// package check. It leaves the package's units, and from then on every edit asks
// the tool itself about them, which takes a small part of the time. go vet is needed
// again when a file comes to the package, when a file imports something new, and
// when packages that it imports are saved.
//
// One mutex, server.mu, guards all state. Under it the client is told of it, in order,
// and nothing is run. A run works on a snapshot of the text. The newest text wins:
// an edit ends the run on the text before. What a run found is shown with the text
// that it was found in, and never with another.
package lsp
