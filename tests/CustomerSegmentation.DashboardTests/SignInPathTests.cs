using CustomerSegmentation.Edge.Dashboard.Access;

namespace CustomerSegmentation.DashboardTests;

/// <summary>After signing in nobody is sent to another site.</summary>
public sealed class SignInPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/live?cause=decay", "/live?cause=decay")]
    [InlineData("/customers/ü", "/customers/%C3%BC")]
    [InlineData("/customers/😀?a=é%20b", "/customers/%F0%9F%98%80?a=%C3%A9%20b")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/\t/elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("live", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Only_paths_of_this_host_are_gone_to(string? asked, string path) => SignInPath.Local(asked).ShouldBe(path);
}
