package callbacks

import (
	"cmp"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// CSVLogger writes the logs of every epoch as a line of a CSV file. The first
// line has the names: "epoch", and those of the first epoch's logs in
// alphabetical order; if none of them has the prefix "val_", then all of them
// once more, with it. What an epoch doesn't have is NA.
type CSVLogger struct {
	// Filename is the file. Required.
	Filename string `json:"filename"`

	// Separator is the character between values. Default: ",".
	Separator string `json:"separator"`

	// Append says whether to go on at the end of a file that exists, which is
	// replaced otherwise. Default: false.
	Append bool `json:"append"`

	Base

	file    *os.File
	w       *csv.Writer
	names   []string
	header  bool // whether the names have to be written
	started bool // whether the names are known
}

// OnTrainBegin implements [Callback]. It opens the file.
func (c *CSVLogger) OnTrainBegin(Logs) error {
	if err := c.close(); err != nil {
		return err
	}
	separator, n := utf8.DecodeRuneInString(cmp.Or(c.Separator, ","))
	if n != len(cmp.Or(c.Separator, ",")) || strings.ContainsRune("\"\r\n\ufffd", separator) {
		return argument("Separator", "received %q, expected one character", c.Separator)
	}
	mode := os.O_TRUNC
	if c.Append {
		mode = os.O_APPEND
	}
	file, err := os.OpenFile(c.Filename, os.O_CREATE|os.O_WRONLY|mode, 0o666)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return err
	}
	c.header = info.Size() == 0
	c.names, c.started = nil, false
	c.file, c.w = file, csv.NewWriter(file)
	c.w.UseCRLF = true
	c.w.Comma = separator
	return nil
}

// OnEpochEnd implements [Callback].
func (c *CSVLogger) OnEpochEnd(epoch int, logs Logs) error {
	if c.file == nil {
		return nil
	}
	if !c.started {
		c.started = true
		c.names = logs.Keys()
		if !slices.ContainsFunc(c.names, func(k string) bool { return strings.HasPrefix(k, "val_") }) {
			for _, k := range c.names[:len(c.names):len(c.names)] {
				c.names = append(c.names, "val_"+k)
			}
		}
		if c.header {
			c.write("epoch", c.names)
		}
	}
	values := make([]string, len(c.names))
	for i, k := range c.names {
		values[i] = "NA"
		if v, ok := logs[k]; ok {
			values[i] = pythonFloat(v, 0, -1)
		}
	}
	c.write(strconv.Itoa(epoch), values)
	c.w.Flush()
	return c.w.Error()
}

// OnTrainEnd implements [Callback]. It closes the file.
func (c *CSVLogger) OnTrainEnd(Logs) error { return c.close() }

// write writes a line. The writer keeps its error until it is flushed.
func (c *CSVLogger) write(first string, rest []string) {
	c.w.Write(slices.Concat([]string{first}, rest))
}

func (c *CSVLogger) close() error {
	if c.file == nil {
		return nil
	}
	err := c.file.Close()
	c.file = nil
	return err
}
