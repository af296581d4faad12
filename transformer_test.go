package keras

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/tensor"
)

// TestTransformerAsKeras trains a small transformer as Keras did.
func TestTransformerAsKeras(t *testing.T) {
	for _, c := range golden.Load[struct {
		Name           string
		Model          json.RawMessage
		X, Y, Predict  golden.Array
		Weights, Final []golden.Array
		Losses         []golden.Number
	}](t, "transformer") {
		t.Run(c.Name, func(t *testing.T) {
			m := fromKeras(t, c.Model)
			var weights []*tensor.Tensor
			for _, w := range c.Weights {
				weights = append(weights, w.Tensor(t))
			}
			if err := m.SetWeights(weights); err != nil {
				t.Fatal(err)
			}
			x, y := c.X.Tensor(t), c.Y.Tensor(t)
			p, err := m.PredictOnBatch(x)
			if err != nil {
				t.Fatal(err)
			}
			golden.Close(t, tensor.Data[float32](p), c.Predict, 1e-5, 1e-6)
			for _, want := range c.Losses {
				got, err := m.TrainOnBatch(x, y, nil)
				if err != nil {
					t.Fatal(err)
				}
				golden.CloseTo(t, got[0].Value, want, 2e-5, 1e-6)
			}
			for i, v := range m.Weights() {
				golden.Close(t, tensor.Data[float32](v), c.Final[i], 1e-4, 1e-5)
			}
		})
	}
}
