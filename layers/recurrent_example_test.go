package layers_test

import (
	"context"
	"fmt"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

func ExampleLSTM() {
	words := keras.Input(tensor.Unknown)
	words.Type = tensor.Int32
	x := keras.Call(&layers.Embedding{InputDim: 1000, OutputDim: 16, MaskZero: true}, words)
	x = keras.Call(&layers.LSTM{Units: 32, ReturnSequences: true}, x)
	fmt.Println(x.Shape)
	x = keras.Call(&layers.Bidirectional{Layer: &layers.LSTM{Units: 8}}, x)
	fmt.Println(x.Shape)
	// Output:
	// (None, None, 32)
	// (None, 16)
}

// An encoder's last states are the first ones of a decoder.
func ExampleLSTM_states() {
	question, answer := keras.Input(7, 12), keras.Input(4, 12)
	encoded := keras.CallAll(&layers.LSTM{Units: 128, ReturnState: true}, question)
	decoder := &layers.LSTM{Units: 128, ReturnSequences: true}
	decoded := keras.CallWith(decoder, layers.Args{InitialState: encoded[1:]}, answer)[0]
	fmt.Println(decoded.Shape)
	// Output:
	// (None, 4, 128)
}

// Several cells on top of each other are one layer.
func ExampleRNN() {
	model := keras.Sequential(keras.Input(5, 2), &layers.RNN{Cell: &layers.StackedRNNCells{
		Cells: []layers.Cell{&layers.LSTMCell{Units: 3}, &layers.GRUCell{Units: 4}},
	}})
	y, err := model.Predict(context.Background(), tensor.New(tensor.Float32, 1, 5, 2))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(y.Shape())
	for _, v := range model.Variables() {
		fmt.Println(v.Path, v.Shape())
	}
	// Output:
	// (1, 4)
	// sequential/rnn/stacked_rnn_cells/lstm_cell/kernel (2, 12)
	// sequential/rnn/stacked_rnn_cells/lstm_cell/recurrent_kernel (3, 12)
	// sequential/rnn/stacked_rnn_cells/lstm_cell/bias (12,)
	// sequential/rnn/stacked_rnn_cells/gru_cell/kernel (3, 12)
	// sequential/rnn/stacked_rnn_cells/gru_cell/recurrent_kernel (4, 12)
	// sequential/rnn/stacked_rnn_cells/gru_cell/bias (2, 12)
}
