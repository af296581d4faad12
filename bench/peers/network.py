"""The network in the ONNX format, for those that only predict."""

import work
from onnx import TensorProto, checker, helper, numpy_helper


def onnx():
    nodes, weights, x = [], [], "x"
    for i, (w, b) in enumerate(work.kernels()):
        weights += [numpy_helper.from_array(w, f"w{i}"), numpy_helper.from_array(b, f"b{i}")]
        last = i == 2
        nodes += [
            helper.make_node("Gemm", [x, f"w{i}", f"b{i}"], [f"z{i}"]),
            helper.make_node("Softmax" if last else "Sigmoid", [f"z{i}"], [f"a{i}"]),
        ]
        x = f"a{i}"
    graph = helper.make_graph(
        nodes,
        "mlp",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", work.PIXELS])],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["batch", work.CLASSES])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    return model.SerializeToString()
