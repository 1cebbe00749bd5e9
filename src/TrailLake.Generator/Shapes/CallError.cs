using TrailLake.Generator.Text;

namespace TrailLake.Generator.Shapes;

/// <summary>A way for a call to fail; its message may be missing.</summary>
readonly record struct CallError(byte[] Code, Template? Message);
