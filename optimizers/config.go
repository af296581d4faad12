package optimizers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/tensor"
)

const module = "keras.optimizers"

// encode returns the config of an optimizer. As in Keras it has the name and the
// learning rate that the optimizer has now, a float32.
func encode(o Optimizer) (config.Map, error) {
	m, err := config.Fields(o)
	if err != nil {
		return nil, err
	}
	m.Delete("name")
	m = append(config.Map{{Key: "name", Value: NameOf(o)}}, m...) // first, as it is read again
	if rate, schedule := o.Rate(); schedule == nil {
		now := float32(rate)
		if v := o.base().rate; v != nil {
			now = tensor.Data[float32](v.Store())[0]
		}
		m.Set("learning_rate", float64(now))
	}
	return m, nil
}

// legacy are keys of older versions of Keras that mean nothing any more; Keras
// ignores a decay too.
var legacy = []string{"decay", "schedule_decay", "is_legacy_optimizer", "jit_compile"}

// decode reads a config into an optimizer.
func decode(o Optimizer, d *config.Decoder, tree any) error {
	given, ok := tree.(config.Map)
	if !ok {
		return fmt.Errorf("config: received %v, expected an object", tree)
	}
	m := slices.Clone(given)
	for _, key := range legacy {
		m.Delete(key)
	}
	// A training may end at the rate 0, which as a field means the default: the
	// smallest number is 0 as a float32.
	for _, key := range []string{"learning_rate", "lr"} {
		rate, _ := m.Get(key)
		if n, ok := rate.(json.Number); ok {
			if x, err := n.Float64(); err == nil && float32(x) == 0 {
				m.Set(key, json.Number(strconv.FormatFloat(tiny, 'g', -1, 64)))
			}
		}
	}
	return d.Fields(m, o)
}

// zeroForNull returns a config with 0 in place of a null of the given key: a field
// that is a pointer would take it for the default.
func zeroForNull(tree any, key string) any {
	m, _ := tree.(config.Map)
	if v, ok := m.Get(key); ok && v == nil {
		m = slices.Clone(m)
		m.Set(key, json.Number("0"))
		return m
	}
	return tree
}

// tiny is the smallest positive number.
const tiny = 0x1p-1074
