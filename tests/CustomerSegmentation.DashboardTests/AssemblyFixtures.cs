using CustomerSegmentation.DashboardTests;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(Shop))]
[assembly: AssemblyFixture(typeof(KeyedHost))]
[assembly: AssemblyFixture(typeof(QuietShop))]
[assembly: AssemblyFixture(typeof(RetailShop))]
