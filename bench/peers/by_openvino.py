"""Prediction with OpenVINO, in float32 as all others."""

import work
import network
import openvino

core = openvino.Core()
read = core.read_model(network.onnx())


def predict(batch):
    read.reshape([batch, work.PIXELS])
    compiled = core.compile_model(read, "CPU", {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": work.args.threads,
        "INFERENCE_PRECISION_HINT": "f32",
    })
    request = compiled.create_infer_request()
    return lambda x: request.infer({0: x}, share_inputs=True)[0]


work.run(predict=predict)
