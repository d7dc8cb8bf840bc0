// Package manual is the code of the rule's manual.
package manual
