using CustomerSegmentation.DashboardTests;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(Shop))]
