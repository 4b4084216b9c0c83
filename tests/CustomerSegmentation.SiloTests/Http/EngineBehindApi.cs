using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Http;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Here the HTTP suite runs on a silo on a file; what several do differently is in the contract suite.</summary>
internal static class EngineBehindApi
{
    /// <summary>An engine that knows nothing yet.</summary>
    public static async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time)
    {
        var silos = await TestContext.Current.GetFixture<UntouchedSilos>();
        return await silos!.BorrowAsync(options, time);
    }
}
