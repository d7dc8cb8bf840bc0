// Package citest tests what docs/ci.md shows: the GitHub Action, the job for GitLab
// and the hook of pre-commit, as far as they run without these services.
package citest
