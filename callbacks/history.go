package callbacks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// A History keeps the loss and the metrics of every epoch. Every Fit has one,
// and returns it.
type History struct {
	// Epoch is the epochs of the last training, counted from 0.
	Epoch []int

	// History is the values by name, one for each epoch that had one: the loss,
	// the metrics, those of the validation with the prefix "val_", and what
	// callbacks added.
	History map[string][]float64

	// Keys is the names in Keras's order: as they first came, those of an epoch
	// in alphabetical order, and what callbacks added last.
	Keys []string

	Base
}

// OnTrainBegin implements [Callback].
func (h *History) OnTrainBegin(Logs) error {
	h.Epoch = nil
	return nil
}

// OnEpochEnd implements [Callback].
func (h *History) OnEpochEnd(epoch int, logs Logs) error {
	if h.History == nil {
		h.History = map[string][]float64{}
	}
	h.Epoch = append(h.Epoch, epoch)
	(*order)(&h.Keys).add(logs)
	for k, v := range logs {
		h.History[k] = append(h.History[k], v)
	}
	return nil
}

func (h *History) follow(names order) { (*order)(&h.Keys).follow(names) }

// MarshalJSON writes {"epoch": …, "history": …, "params": …}, the names of the
// history in order. Numbers that JSON doesn't have are the strings "NaN",
// "Infinity" and "-Infinity"; unknown steps are null.
func (h *History) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"epoch":[`)
	for i, e := range h.Epoch {
		comma(&b, i)
		b.WriteString(strconv.Itoa(e))
	}
	b.WriteString(`],"history":{`)
	for i, k := range h.Keys {
		comma(&b, i)
		name, err := json.Marshal(k)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteString(":[")
		for i, v := range h.History[k] {
			comma(&b, i)
			b.WriteString(jsonNumber(v))
		}
		b.WriteByte(']')
	}
	steps := "null"
	if h.params.Steps > 0 {
		steps = strconv.Itoa(h.params.Steps)
	}
	fmt.Fprintf(&b, `},"params":{"verbose":%d,"epochs":%d,"steps":%s}}`, h.params.Verbose, h.params.Epochs, steps)
	return b.Bytes(), nil
}

func comma(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

func jsonNumber(v float64) string {
	switch {
	case math.IsNaN(v):
		return `"NaN"`
	case math.IsInf(v, 1):
		return `"Infinity"`
	case math.IsInf(v, -1):
		return `"-Infinity"`
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
