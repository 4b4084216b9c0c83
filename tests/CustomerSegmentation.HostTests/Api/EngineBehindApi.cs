using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.HostTests.Contract;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Here the HTTP suite runs on the embedded engine.</summary>
internal static class EngineBehindApi
{
    /// <summary>An engine that knows nothing yet.</summary>
    public static Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}
