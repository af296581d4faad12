"""Prediction with ONNX Runtime."""

import work
import network
import onnxruntime

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = work.args.threads
session = onnxruntime.InferenceSession(network.onnx(), options, providers=["CPUExecutionProvider"])


def predict(batch):
    return lambda x: session.run(None, {"x": x})[0]


work.run(predict=predict)
