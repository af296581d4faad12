package keras

import (
	"github.com/gokeras/keras/internal/config"
)

// CloneModel returns a model of the same layers with the same settings and names, but
// weights of its own, drawn anew. It isn't compiled. Layers must be registered: see
// [Register].
func CloneModel(m *Model) (*Model, error) {
	o, err := m.object()
	if err != nil {
		return nil, err
	}
	text, err := config.Encode(o)
	if err != nil {
		return nil, err
	}
	again, _, err := LoadOptions{}.fromConfig(text, func(*Model) {})
	return again, err
}
