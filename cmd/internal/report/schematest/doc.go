// Package schematest holds the SARIF that leakvet writes against the schema of the
// standard. It is a module of its own, so that nobody else needs what reads schemas.
package schematest
