package keras_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
)

func TestPlot(t *testing.T) {
	inner := keras.Sequential(keras.Input(3), &layers.Dense{Units: 4}, &layers.Dense{Units: 2, Base: layers.Base{Trainable: new(false)}})
	a, b := keras.Input(3), keras.Input(3)
	x := keras.Call(inner, a)
	y := keras.Call(inner, b)
	m := keras.Functional(keras.List{a, b}, keras.List{x, y})
	plot := func(o keras.PlotOptions) string {
		var w strings.Builder
		o.Format = "dot"
		if err := keras.Plot(&w, m, o); err != nil {
			t.Fatal(err)
		}
		return w.String()
	}
	text := plot(keras.PlotOptions{ShowShapes: true, ShowDType: true, ShowTrainable: true})
	if want := `[label="sequential (Sequential)\ninput: (None, 3)\noutput: (None, 2)\ndtype: float32\ntrainable"]`; !strings.Contains(text, want) {
		t.Errorf("received %s, expected %s in it", text, want)
	}
	if n := strings.Count(text, "->"); n != 2 {
		t.Errorf("received %d arrows, expected 2", n)
	}
	text = plot(keras.PlotOptions{ExpandNested: true, HideNames: true, ShowTrainable: true})
	if want := `[label="Dense\nnot trainable"]`; !strings.Contains(text, want) || !strings.Contains(text, `label="sequential"`) {
		t.Errorf("received %s, expected %s and the name of the inner model in it", text, want)
	}
	inner.Trainable = new(false)
	if text = plot(keras.PlotOptions{ExpandNested: true, ShowTrainable: true}); strings.Contains(text, `\ntrainable"]`) {
		t.Errorf("received %s, expected nothing that is trainable, since the model within isn't", text)
	}
	err := keras.Plot(&strings.Builder{}, m, keras.PlotOptions{Format: "png"})
	if err == nil || !strings.Contains(err.Error(), `Format: received "png", expected "svg" or "dot"`) {
		t.Errorf("received %v", err)
	}
}
