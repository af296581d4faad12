package config

import (
	"regexp"
	"strings"
)

var (
	noWord    = regexp.MustCompile(`[^\p{L}\p{N}_]+`)
	wordStart = regexp.MustCompile(`(.)([A-Z][a-z]+)`)
	wordEnd   = regexp.MustCompile(`([a-z])([A-Z])`)
)

// renamed has the classes that Keras exports by another name than their own.
var renamed = map[string]string{"GroupQueryAttention": "GroupedQueryAttention"}

// PythonName returns the name that a class has in Keras's source, which summaries and
// layer names are made of: nearly always the one under which it is known.
func PythonName(class string) string {
	if own, ok := renamed[class]; ok {
		return own
	}
	return class
}

// SnakeCase returns the name of a class as Keras spells it in layer names and
// weight paths: LSTMCell is lstm_cell, Conv2D is conv2d, RMSprop is rm_sprop.
func SnakeCase(name string) string {
	name = noWord.ReplaceAllString(PythonName(name), "")
	name = wordStart.ReplaceAllString(name, "${1}_${2}")
	name = wordEnd.ReplaceAllString(name, "${1}_${2}")
	return strings.ToLower(name)
}
