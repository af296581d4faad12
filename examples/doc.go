// Package examples has programs that learn something real, each in a folder of its
// own. Run one with
//
//	go run github.com/gokeras/keras/examples/mnist_convnet
//
// What each reached, and how long it took, is in its comment.
package examples
